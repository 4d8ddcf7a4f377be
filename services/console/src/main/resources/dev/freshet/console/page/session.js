// Who looks at this page: the token, kept for this tab alone and sent with every request, and what it allows.

import {byId, say} from "./dom.js";

const KEY = "freshet.token";
const WHO = "v1/whoami";

let caller = {who: "local", byToken: false, mayAct: true};
let locked = false;

export const token = () => sessionStorage.getItem(KEY);
export const byToken = () => caller.byToken;
export const mayAct = () => caller.mayAct;
export const isLocked = () => locked;

/** The header that goes with every request. */
export const credentials = () => (token() === null ? {} : {Authorization: `Bearer ${token()}`});

/** Returns once it is known that this page may ask; until then it asks for a token. */
export async function begin() {
    byId("sign-in-form").addEventListener("submit", signIn);
    byId("sign-out").addEventListener("click", signOut);
    for (;;) {
        try {
            const response = await whoAmI(credentials());
            if (response.status === 401) {
                lock(token() === null ? "" : "The token of this tab is no longer accepted.");
                await new Promise(() => {}); // a sign-in loads the page anew
            }
            // A server without this call guards nothing
            caller = response.status === 404 ? caller : await response.json();
            welcome();
            return;
        } catch {
            say(byId("no-answer"), "The server does not answer; this page asks again every second.");
            await new Promise((resolve) => setTimeout(resolve, 1000));
        }
    }
}

/** The server wants a token, or another one: shows nothing but the question for it. */
export function lock(why) {
    locked = true;
    sessionStorage.removeItem(KEY);
    byId("content").hidden = true;
    byId("footer").hidden = true;
    byId("sign-in").hidden = false;
    byId("sign-out").hidden = true;
    say(byId("who"), "");
    byId("overall").className = "overall";
    say(byId("overall"), "Token needed");
    say(byId("sign-in-note"), why);
    byId("token").focus();
}

function welcome() {
    say(byId("no-answer"), "");
    byId("content").hidden = false;
    byId("footer").hidden = false;
    byId("sign-out").hidden = !caller.byToken;
    byId("course-lead").hidden = !caller.mayAct;
    byId("reading-only").hidden = caller.mayAct;
    byId("with-header").hidden = !caller.byToken;
    say(byId("who"), caller.byToken ? `Signed in as ${caller.who}` : "Open to this machine only");
    if (caller.byToken) {
        // A link carries no token
        document.querySelectorAll("footer a").forEach((link) => link.removeAttribute("href"));
    }
}

async function signIn(event) {
    event.preventDefault();
    const field = byId("token");
    const given = field.value.trim();
    const button = byId("sign-in-button");
    if (given === "") {
        say(byId("sign-in-note"), "Please enter a token.");
        return;
    }
    button.disabled = true;
    say(byId("sign-in-note"), "");
    try {
        const response = await whoAmI({Authorization: `Bearer ${given}`});
        if (response.ok) {
            sessionStorage.setItem(KEY, given);
            location.reload();
        } else {
            say(byId("sign-in-note"), response.status === 401
                ? "That token is wrong: it is neither this server's viewer token nor its operator token."
                : `The server answered ${response.status}.`);
            field.select();
        }
    } catch {
        say(byId("sign-in-note"), "That is no token, or the server does not answer.");
    } finally {
        button.disabled = false;
    }
}

function signOut() {
    locked = true; // nothing is asked any more
    sessionStorage.removeItem(KEY);
    location.reload();
}

const whoAmI = (headers) => fetch(WHO, {headers: {Accept: "application/json", ...headers}, cache: "no-store"});
