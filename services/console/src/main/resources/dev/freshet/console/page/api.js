// Talks to the server, and knows whether it answers.

import {credentials, isLocked, lock} from "./session.js";

const PATIENCE = 8000;

/** The server said no; the message says why. */
export class Refused extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

/** The server said nothing. */
export class NoAnswer extends Error {}

let silentSince = null;
let listener = () => {};

/** Calls back with the time since when the server has been silent, and with null once it answers again. */
export function onSilence(callback) {
    listener = callback;
}

function heard(answers) {
    const since = answers ? null : (silentSince ?? new Date());
    if (since !== silentSince) {
        silentSince = since;
        listener(since);
    }
}

/** The JSON of an answer; `accept` lists further status codes whose bodies are answers too. */
export async function call(method, path, body, accept = []) {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
        const response = await fetch(path, {
            method,
            signal: giveUp.signal,
            cache: "no-store",
            headers: {
                ...(body === undefined ? {Accept: "application/json"} : {"Content-Type": "application/json"}),
                ...credentials(),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await response.text();
        heard(true);
        if (response.ok || accept.includes(response.status)) {
            return JSON.parse(text);
        }
        if (response.status === 401) {
            lock("The server no longer accepts the token of this tab.");
        }
        throw new Refused(response.status, reason(response, text));
    } catch (e) {
        if (e instanceof Refused || e instanceof SyntaxError) {
            throw e;
        }
        heard(false);
        throw new NoAnswer("The server does not answer.");
    } finally {
        clearTimeout(timer);
    }
}

export const get = (path, accept) => call("GET", path, undefined, accept);

function reason(response, text) {
    try {
        const problem = JSON.parse(text);
        return problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
    } catch {
        return `The server answered ${response.status}.`;
    }
}

export const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Runs `refresh` again and again, never twice at once, not while nobody looks, and no longer once a token is needed. */
export async function everySecond(refresh) {
    while (!isLocked()) {
        if (document.hidden) {
            await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, {once: true}));
        } else {
            await refresh();
            await wait(1000);
        }
    }
}
