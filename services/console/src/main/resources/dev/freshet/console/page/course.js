// The sample course: lectures to edit, and the answers cached about them, from /v1/demo/lectures.

import {call, get, NoAnswer, wait} from "./api.js";
import {answerText} from "./answer.js";
import {byId, duration, el, keyed, plural, say} from "./dom.js";
import {mayAct} from "./session.js";

const LOOK_EVERY = 50;
const LOOK_FOR = 15000;

const titles = new Map();
const show = keyed(byId("lectures"), (it) => lectureView(it));

/** The title of a lecture by its id, if it is one of the sample course's. */
export const titleOf = (id) => titles.get(id);

export async function refreshCourse() {
    try {
        const {lectures} = await get("v1/demo/lectures");
        lectures.forEach((it) => titles.set(it.id, it.title));
        show(lectures, (it) => it.id);
        say(byId("course-note"), lectures.length === 0 ? "There are no lectures." : "");
    } catch (e) {
        if (!(e instanceof NoAnswer)) {
            say(byId("course-note"), e.status === 404
                ? "This server runs without the sample course (freshet.demo is off)."
                : `The course is not to be had: ${e.message}`);
        }
    }
}

function lectureView(first) {
    const id = first.id;
    let latest = first;
    let busy = false;

    const heading = el("span", {class: "title"});
    const count = el("span", {class: "count"});
    const title = el("input", {id: `title-${id}`, type: "text", required: true, maxlength: 500, autocomplete: "off", readonly: !mayAct()});
    const content = el("textarea", {id: `content-${id}`, rows: 9, maxlength: 200000, readonly: !mayAct()});
    const save = el("button", {type: "submit", class: "primary"}, "Save");
    const undo = el("button", {type: "button", hidden: true, onclick: () => take(latest)}, "Undo typing");
    const outcome = el("p", {class: "outcome", role: "status"});
    const form = el("form", {onsubmit: onSave, oninput: typed},
        el("label", {for: title.id}, "Title"), title,
        el("label", {for: content.id}, "Content"), content,
        mayAct() ? el("div", {class: "buttons"}, save, undo, outcome) : el("p", {class: "note"}, "Editing needs the operator token."));
    const list = el("ul", {class: "answers", "aria-label": "Cached answers"});
    const asked = el("p", {class: "outcome", role: "status"});
    const element = el("details", {class: "lecture", open: isFirst()},
        el("summary", {}, heading, count),
        el("div", {class: "columns"}, form, el("div", {}, el("h3", {}, "Cached answers"), list, asked)));

    const remembered = new Map();
    const showAnswers = keyed(list, () => answerView(ask));
    take(first);

    return {element, update};

    function update(lecture) {
        const untouched = !isEdited() && !form.contains(document.activeElement);
        latest = lecture;
        if (untouched && !busy) {
            take(lecture);
        }
        say(heading, lecture.title);
        const cached = lecture.answers.filter(isCached).length;
        say(count, cached === 0 ? "nothing cached" : `${plural(cached, "answer", "answers")} cached`);
        showAnswers(withGone(lecture.answers), (it) => it.cacheKey);
    }

    /** What was cached once stays in sight, so that it can be seen gone and asked again. */
    function withGone(answers) {
        const now = new Map(answers.map((it) => [it.cacheKey, it]));
        for (const [key, it] of remembered) {
            remembered.set(key, now.get(key) ?? {...it, rowPresent: false, keyPresent: it.keyPresent === undefined ? undefined : false, hashCurrent: undefined, answer: undefined});
            now.delete(key);
        }
        now.forEach((it, key) => remembered.set(key, it));
        return [...remembered.values()];
    }

    function take(lecture) {
        if (title.value !== lecture.title) {
            title.value = lecture.title;
        }
        if (content.value !== lines(lecture.content)) {
            content.value = lecture.content;
        }
        typed();
    }

    function isEdited() {
        return title.value !== latest.title || content.value !== lines(latest.content);
    }

    function typed() {
        undo.hidden = !isEdited();
    }

    async function onSave(event) {
        event.preventDefault();
        if (busy || !mayAct()) {
            return;
        }
        busy = true;
        save.disabled = true;
        say(outcome, "Saving …");
        try {
            await saveAndWatch();
        } catch (e) {
            say(outcome, `Not saved: ${e.message}`);
        } finally {
            busy = false;
            save.disabled = false;
            typed();
        }
    }

    async function saveAndWatch() {
        const before = latest;
        const changed = isEdited();
        const doomed = before.answers.filter(isCached);
        const began = performance.now();
        update(await call("PUT", `v1/demo/lectures/${id}`, {title: title.value, content: changedContent(before)}));
        if (!changed) {
            say(outcome, "Saved. Title and content are as before, so nothing is removed.");
        } else if (doomed.length === 0) {
            say(outcome, "Saved. Nothing was cached about this lecture.");
        } else {
            say(outcome, `Saved. Waiting for ${plural(doomed.length, "answer", "answers")} to go …`);
            await watch(doomed, began);
        }
    }

    /** A browser has only LF in its text fields: a content that was not touched is sent as it was. */
    function changedContent(before) {
        return content.value === lines(before.content) ? before.content : content.value;
    }

    async function watch(doomed, began) {
        const keys = new Set(doomed.map((it) => it.cacheKey));
        for (;;) {
            const left = latest.answers.filter((it) => keys.has(it.cacheKey) && mayBeCached(it) && it.hashCurrent !== true);
            const passed = performance.now() - began;
            if (left.length === 0) {
                say(outcome, `${plural(doomed.length, "answer", "answers")} gone from table and Redis ${duration(passed)} after Save.`);
                return;
            }
            if (passed > LOOK_FOR) {
                say(outcome, `Saved, but ${plural(left.length, "answer is", "answers are")} still there after ${duration(passed)}: see the roles above.`);
                return;
            }
            await wait(LOOK_EVERY);
            update(await get(`v1/demo/lectures/${id}`));
        }
    }

    async function ask(answer) {
        say(asked, "Asking …");
        try {
            const {operation, lectureIds, params} = answer;
            const began = performance.now();
            const {outcome: from} = await call("POST", `v1/demo/lectures/${id}/answers`, {operation, lectureIds, params});
            const took = duration(performance.now() - began);
            say(asked, `${operation}: ${{redis: "from Redis", postgres: "from the cache table", miss: "made anew and cached"}[from]}, ${took}.`);
            update(await get(`v1/demo/lectures/${id}`));
        } catch (e) {
            say(asked, `Not answered: ${e.message}`);
        }
    }
}

function answerView(ask) {
    let latest;
    const name = el("strong");
    const params = el("span", {class: "params"});
    const shared = el("span", {class: "shared"});
    const row = badge("row");
    const key = badge("Redis key");
    const stale = el("span", {class: "badge stale"}, "stale");
    const button = el("button", {type: "button", onclick: () => ask(latest)}, "Ask");
    const text = el("p", {class: "text"});
    const more = el("details", {}, el("summary", {}, "Answer"), text);
    const element = el("li", {},
        el("div", {class: "what"}, name, " ", params, shared),
        el("div", {class: "where"}, row.element, key.element, stale, ...(mayAct() ? [button] : [])),
        more);
    return {
        element,
        update(it) {
            latest = it;
            say(name, it.operation ?? "unnamed");
            say(params, Object.entries(it.params ?? {}).map(([k, v]) => `${k}: ${v}`).join(", "));
            const others = it.lectureIds.length - 1;
            say(shared, others > 0 ? `shared with ${plural(others, "other lecture", "other lectures")}` : "");
            shared.title = it.lectureIds.map((id) => titleOf(id) ?? id).join(", ");
            row.update(it.rowPresent);
            key.update(it.keyPresent);
            key.element.title = it.redisKey;
            stale.hidden = it.hashCurrent !== false;
            say(button, isCached(it) ? "Ask again" : "Ask");
            button.setAttribute("aria-label", `${button.textContent}: ${it.operation}`);
            more.hidden = it.answer === undefined;
            say(text, answerText(it.answer));
        },
    };
}

/** Present, gone, or unknown; a badge that goes says so for a moment. */
function badge(name) {
    const element = el("span", {class: "badge"});
    let was;
    return {
        element,
        update(present) {
            if (present === was && element.textContent) {
                return;
            }
            element.classList.toggle("present", present === true);
            element.classList.toggle("unknown", present === undefined);
            element.classList.toggle("went", was === true && present === false);
            say(element, present === undefined ? `${name} unknown` : present ? name : `no ${name}`);
            was = present;
        },
    };
}

const isCached = (it) => it.rowPresent || it.keyPresent === true;

/** While Redis does not answer, nobody can say that a key is gone. */
const mayBeCached = (it) => it.rowPresent || it.keyPresent !== false;

const isFirst = () => byId("lectures").childElementCount === 0;

const lines = (text) => text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
