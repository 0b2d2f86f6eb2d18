// Listens to what changes in the chat. The browser reconnects by itself and says what it has seen.

import { start, words } from "./start.js";

const UNSEEN_MS = 120_000; // a page that nobody looks at for so long lets its connection go

// `put(line)` draws a line; `found(pad)` is called when a worker has come to whom one can draw.
export function listen({ put, found }) {
  const offline = document.getElementById("offline");
  let source = null;
  let seen = start.seen;
  let timer = null;

  function open() {
    source = new EventSource(`/live?after=${seen}${start.pad ? "" : "&without_pencil"}`);
    source.onmessage = ({ data, lastEventId }) => {
      seen = Number(lastEventId);
      put(JSON.parse(data));
    };
    source.addEventListener("pencil", ({ data }) => found(JSON.parse(data)));
    source.addEventListener("reset", () => location.reload()); // the chat was deleted, on another page perhaps
    source.onopen = () => {
      clearTimeout(timer);
      offline.hidden = true;
    };
    source.onerror = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        offline.textContent = words("offline");
        offline.hidden = false;
      }, 2500);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 3000); // after an answer that was no stream
    };
  }

  let leaving = null;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(() => (source.close(), (source = null)), UNSEEN_MS);
    else if (source === null) open();
  });
  open();
}
