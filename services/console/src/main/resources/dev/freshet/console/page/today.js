// Today's figures, from /v1/stats/daily.

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
    const path = `v1/stats/daily?from=${today}&to=${today}`;
    if (!byToken()) {
        byId("daily-link").href = path;
    }
    say(byId("today-date"), `${today}, UTC`);
    try {
        const {days} = await get(path);
        const day = days[0] ?? {totalRequests: 0, cacheHits: 0, cacheMisses: 0, tokensSaved: 0};
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
