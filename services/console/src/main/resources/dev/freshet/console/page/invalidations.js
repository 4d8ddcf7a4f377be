// The last invalidations, from /v1/invalidations.

import {get, NoAnswer} from "./api.js";
import {byId, duration, el, keyed, plural, say} from "./dom.js";
import {titleOf} from "./course.js";

const ASKED = 100;
const SHOWN = 15;

const show = keyed(byId("invalidations"), line);

export async function refreshInvalidations() {
    try {
        const {invalidations} = await get(`v1/invalidations?limit=${ASKED}`);
        const told = invalidations.filter((it) => !isEcho(it));
        show(told.slice(0, SHOWN), (it) => it.id);
        say(byId("invalidations-note"), told.length === 0 ? "None yet. Change a lecture to see one." : echoes(invalidations.length - told.length));
    } catch (e) {
        if (!(e instanceof NoAnswer)) {
            say(byId("invalidations-note"), `The log is not to be had: ${e.message}`);
        }
    }
}

/** A row that an invalidation deleted comes by as a change of its own, which finds its key removed already. */
const isEcho = (it) => it.tag.startsWith("key:") && it.change?.operation === "delete" && it.rowsDeleted + it.keysRemoved === 0;

function echoes(count) {
    return count === 0 ? "" : `Left out: ${plural(count, "deleted cache row whose key was", "deleted cache rows whose keys were")} gone already.`;
}

function line(it) {
    const applied = new Date(it.appliedAt);
    const time = `${applied.toLocaleTimeString()}`;
    const what = el("td");
    const element = el("tr", {class: "fresh"},
        el("td", {}, el("time", {datetime: it.appliedAt, title: it.appliedAt}, time)),
        what,
        el("td", {}, ...cause(it)),
        el("td", {class: "number"}, String(it.rowsDeleted)),
        el("td", {class: "number"}, String(it.keysRemoved)),
        el("td", {class: "number"}, latency(it, applied)));
    // An outcome never changes; the title of the lecture in it may
    return {element, update: () => say(what, subject(it))};
}

function subject(it) {
    const [kind, ...rest] = it.tag.split(":");
    const id = rest.join(":");
    switch (kind) {
        case "lecture":
            return titleOf(id) ? `Answers about “${titleOf(id)}”` : it.tag;
        case "key":
            return `Redis key ${shortened(id)}`;
        case "cache":
            return `The whole cache ${id}`;
        default:
            return it.tag;
    }
}

function cause(it) {
    if (it.command) {
        const why = it.command.why ? `: ${it.command.why}` : "";
        return [`Asked for by ${it.command.who ?? "somebody"}${why}`];
    }
    if (!it.change) {
        return ["unknown"];
    }
    const where = [it.change.transactionId && `transaction ${it.change.transactionId}`, it.change.lsn && `LSN ${it.change.lsn}`];
    return [
        `${it.change.operation} of ${it.change.table}`,
        el("small", {}, where.filter(Boolean).join(", ")),
    ];
}

function latency(it, applied) {
    return it.change?.commitTime ? duration(applied - new Date(it.change.commitTime)) : "–";
}

function shortened(key) {
    return key.length > 36 ? `${key.slice(0, 24)}…${key.slice(-6)}` : key;
}
