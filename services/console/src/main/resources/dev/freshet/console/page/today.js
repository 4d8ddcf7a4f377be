// Today's figures. From /v1/stats/summary: a day without questions is not in /v1/stats/daily, whatever was invalidated.

import {get, NoAnswer} from "./api.js";
import {byId, el, keyed, say} from "./dom.js";
import {byToken} from "./session.js";

const FIGURES = {
    totalRequests: "questions",
    cacheHits: "from cache",
    cacheMisses: "from model",
    hitRate: "hit rate",
    tokensSaved: "tokens saved",
    invalidations: "invalidations",
    rowsDeleted: "rows deleted",
    keysRemoved: "keys removed",
};

const show = keyed(byId("today"), figure);

export async function refreshToday() {
    const today = new Date().toISOString().slice(0, 10);
    const span = `from=${today}&to=${today}`;
    if (!byToken()) {
        byId("daily-link").href = `v1/stats/daily?${span}`;
    }
    say(byId("today-date"), `${today}, UTC`);
    try {
        const day = await get(`v1/stats/summary?${span}`);
        show(Object.keys(FIGURES).filter((name) => typeof day[name] === "number").map((name) => [name, day[name]]), ([name]) => name);
        say(byId("today-note"), "");
    } catch (e) {
        if (!(e instanceof NoAnswer)) {
            say(byId("today-note"), e.status === 404
                ? "The statistics role does not run behind this address."
                : `The figures are not to be had: ${e.message}`);
        }
    }
}

function figure() {
    const name = el("dt");
    const value = el("dd");
    return {
        element: el("div", {}, name, value),
        update([key, number]) {
            say(name, FIGURES[key]);
            say(value, key === "hitRate" ? `${(number * 100).toFixed(0)} %` : number.toLocaleString());
        },
    };
}
