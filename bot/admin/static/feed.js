// Keys for moderators: each presses a button that is on the page anyway.

const cases = [...document.querySelectorAll(".case")];
let at = Math.max(0, cases.findIndex((one) => `#${one.id}` === location.hash));
let sent = false;

function go(to) {
  choose(false);
  at = Math.min(Math.max(0, to), cases.length - 1);
  cases[at]?.focus();
  cases[at]?.scrollIntoView({ block: "start" });
}

function press(button) {
  if (!button || sent) return;
  sent = true; // an impatient second press would only read that it is decided already
  button.click();
}

function choose(on) {
  cases[at]?.querySelector(".refuse")?.classList.toggle("choosing", on);
}

function choosing() {
  return cases[at]?.querySelector(".refuse.choosing");
}

function ban() {
  const fold = cases[at]?.querySelector(".ban");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("select").focus();
}

// By the place of a key, not by its letter: a Russian keyboard has others there.
const KEYS = {
  KeyA: () => press(cases[at]?.querySelector(".approve button")),
  KeyR: () => choose(!choosing()),
  KeyB: ban,
  KeyZ: () => press(document.querySelector(".undo button")),
  KeyJ: () => go(at + 1),
  ArrowDown: () => go(at + 1),
  ArrowRight: () => go(at + 1),
  KeyK: () => go(at - 1),
  ArrowUp: () => go(at - 1),
  ArrowLeft: () => go(at - 1),
  Escape: () => choose(false),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const digit = /^(?:Digit|Numpad)([1-6])$/.exec(event.code);
  if (digit && choosing()) {
    event.preventDefault();
    press(choosing().querySelectorAll("button")[digit[1] - 1]);
  } else if (KEYS[event.code]) {
    event.preventDefault();
    KEYS[event.code]();
  }
});

window.addEventListener("pageshow", () => { sent = false; }); // back from where a press has led
if (location.hash) go(at);
else cases[0]?.focus({ preventScroll: true }); // who has just come sees where they are
