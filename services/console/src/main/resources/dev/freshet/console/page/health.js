// The state of each role and of each server, from /actuator/health.

import {get, NoAnswer} from "./api.js";
import {byId, el, keyed, say} from "./dom.js";
import {isLocked} from "./session.js";

const ROLES = ["capture", "invalidation", "statistics", "upkeep", "console"];
const SERVERS = {postgres: "PostgreSQL", kafka: "Kafka", redis: "Redis"};
const REACHABLE = "reachable";

const show = keyed(byId("health"), part);

let elsewhere = false;

export async function refreshHealth() {
    if (elsewhere) {
        return;
    }
    try {
        const health = await get("actuator/health", [503]);
        const parts = partsOf(health);
        show(parts, (it) => it.name);
        say(byId("health-note"), parts.length === 0 ? "The server does not tell about its parts here." : "");
        overall(health.status, parts);
    } catch (e) {
        if (e.status === 404) {
            elsewhere = true;
            say(byId("health-note"), "This server tells its health on its management port only.");
            byId("overall").className = "overall good";
            say(byId("overall"), "The server answers");
        } else if (!(e instanceof NoAnswer) && !isLocked()) {
            say(byId("health-note"), `The health is not to be had here: ${e.message}`);
            overall("UNKNOWN", []);
        }
    }
}

export function healthUnknown() {
    overall("NO ANSWER", []);
}

function overall(status, parts) {
    const pill = byId("overall");
    const ill = parts.filter((it) => it.status !== "UP").map((it) => it.name);
    pill.className = `overall ${tone(status)}`;
    say(pill, status === "UP" ? "All is well" : ill.length ? `Not well: ${ill.join(", ")}` : status.toLowerCase());
}

function partsOf(health) {
    const components = health.components ?? {};
    const known = ROLES.filter((name) => components[name]).map((name) => role(name, components[name]));
    const answers = components.console?.details ?? {};
    const servers = Object.keys(SERVERS).filter((name) => answers[name]).map((name) => ({
        kind: "server",
        name: SERVERS[name],
        status: answers[name] === REACHABLE ? "UP" : "DOWN",
        reason: answers[name],
        details: {},
    }));
    // What Spring Boot checks besides is worth a place only when something is wrong
    const others = Object.entries(components)
        .filter(([name, it]) => !ROLES.includes(name) && it.status !== "UP" && it.status !== "UNKNOWN")
        .map(([name, it]) => role(name, it));
    return [...known, ...others, ...servers];
}

function role(name, component) {
    const {reason, ...details} = component.details ?? {};
    const error = details.error;
    return {
        kind: "role",
        name,
        status: component.status,
        reason: reason ?? error ?? (component.status === "UP" ? "running" : ""),
        details: name === "console" || error !== undefined ? {} : details,
    };
}

function tone(status) {
    return {UP: "good", UNKNOWN: "odd"}[status] ?? "bad";
}

function part() {
    const state = el("span", {class: "state"});
    const name = el("strong");
    const kind = el("span", {class: "kind"});
    const reason = el("p", {class: "reason"});
    const facts = el("dl", {class: "facts"});
    const more = el("details", {}, el("summary", {}, "Details"), facts);
    const element = el("article", {}, el("h3", {}, name, " ", kind, state), reason, more);
    const showFacts = keyed(facts, fact);
    return {
        element,
        update(it) {
            element.className = `part ${tone(it.status)}`;
            say(name, it.name);
            say(kind, it.kind);
            say(state, it.status.toLowerCase().replaceAll("_", " "));
            say(reason, String(it.reason));
            const entries = flat(it.details);
            more.hidden = entries.length === 0;
            showFacts(entries, ([key]) => key);
        },
    };
}

function fact() {
    const key = el("dt");
    const value = el("dd");
    return {
        element: el("div", {}, key, value),
        update([name, text]) {
            say(key, name);
            say(value, text);
        },
    };
}

function flat(details, prefix = "") {
    return Object.entries(details).flatMap(([key, value]) => value !== null && typeof value === "object"
        ? flat(value, `${prefix}${key}.`)
        : [[prefix + key, String(value)]]);
}
