// An answer as a text to read: the words in its JSON, whatever its form.

export function answerText(answer) {
    if (answer === undefined || answer === null) {
        return "";
    }
    if (Array.isArray(answer)) {
        return answer.map(answerText).join("\n");
    }
    if (typeof answer === "object") {
        const words = Object.values(answer).map(answerText);
        return words.some((it) => it.includes("\n")) ? words.join("\n") : words.join(" – ");
    }
    return String(answer);
}
