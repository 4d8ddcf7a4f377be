// Builds and changes elements. Text is only ever set as text, never parsed as HTML.

/** An element with attributes, and children that are elements or texts. */
export function el(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith("on")) {
            element.addEventListener(key.slice(2), value);
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(key, value === true ? "" : value);
        }
    }
    element.append(...children);
    return element;
}

export const byId = (id) => document.getElementById(id);

/** Sets a text only where it differs, so that a screen reader is not told twice and a selection stays. */
export function say(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/**
 * Keeps one child per item, in the order of the items, and moves or rebuilds nothing that is there already.
 * `create(item)` returns an object with `element` and `update(item)`.
 */
export function keyed(parent, create) {
    const known = new Map();
    return (items, keyOf) => {
        const wanted = new Set(items.map(keyOf));
        for (const [key, view] of known) {
            if (!wanted.has(key)) {
                view.element.remove();
                known.delete(key);
            }
        }
        let next = parent.firstElementChild;
        for (const item of items) {
            const key = keyOf(item);
            let view = known.get(key);
            if (!view) {
                view = create(item);
                known.set(key, view);
            }
            if (view.element === next) {
                next = next.nextElementSibling;
            } else {
                parent.insertBefore(view.element, next);
            }
            view.update(item);
        }
    };
}

/** A length of time for people: 84 ms, 1.3 s, 2 min. */
export function duration(millis) {
    if (millis < 1000) {
        return `${Math.max(0, Math.round(millis))} ms`;
    }
    return millis < 60000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis / 60000)} min`;
}

export function plural(count, one, many) {
    return `${count} ${count === 1 ? one : many}`;
}
