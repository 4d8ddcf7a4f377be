// The console's page: asks the server every second and shows what it says.

import {everySecond, onSilence} from "./api.js";
import {refreshCourse} from "./course.js";
import {byId, say} from "./dom.js";
import {healthUnknown, refreshHealth} from "./health.js";
import {refreshInvalidations} from "./invalidations.js";
import {begin} from "./session.js";
import {refreshToday} from "./today.js";

onSilence((since) => {
    document.body.classList.toggle("silent", since !== null);
    say(byId("no-answer"), since === null ? "" :
        `The server has not answered since ${since.toLocaleTimeString()}. Below is what it said last; this page asks again every second.`);
    if (since !== null) {
        healthUnknown();
    }
});

await begin();
[refreshHealth, refreshCourse, refreshInvalidations, refreshToday].forEach(everySecond);
