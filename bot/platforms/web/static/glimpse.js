// What a drawing becomes, asked for as it changes: one question at a time, and the newest drawing wins. Knows no canvas.

import { start, words } from "./start.js";

const RENEW_MS = 250; // while the pen is down
const AGAIN_MS = 1500; // after an answer that was no picture
const LATER = [408, 429, 500, 502, 503, 504]; // worth another try

// `file()` is the drawing as it is now; `show(blob)` gets a picture, `say(text)` why there is none yet ("" when there is),
// `wait(asking)` is told when an answer is awaited.
export class Glimpses {
  constructor(effect, { file, show, say, wait }) {
    Object.assign(this, { effect, file, show, say, wait });
    this.leaving = new AbortController();
    this.asking = this.stale = this.lifted = false;
    this.timer = null;
  }

  // The drawing has changed; `done` when the pen was lifted, which is answered at once.
  changed(done) {
    this.stale = true;
    this.lifted = done;
    if (!this.asking) this.later(done ? 0 : RENEW_MS);
  }

  // There is nothing to ask for any more.
  rest() {
    this.stale = false;
    clearTimeout(this.timer);
    this.timer = null;
  }

  end() {
    this.rest();
    this.leaving.abort();
  }

  later(pause) {
    if (this.timer !== null && pause > 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause);
  }

  async ask() {
    this.timer = null;
    this.stale = false;
    this.wait((this.asking = true));
    const pause = await this.answer();
    this.wait((this.asking = false));
    if (this.leaving.signal.aborted) return;
    if (pause !== null) this.later(pause);
    else if (this.stale) this.later(this.lifted ? 0 : RENEW_MS);
  }

  // Resolves to the pause before the same is asked again, null when there is no need to.
  async answer() {
    try {
      const answer = await fetch(`/glimpse?effect=${encodeURIComponent(this.effect)}`, {
        method: "POST",
        headers: { "X-Mazok-Token": start.token, "Content-Type": "image/png" },
        body: await this.file(),
        signal: this.leaving.signal,
      });
      if (answer.ok) return this.show(await answer.blob()), this.say(""), null;
      const { error, reload } = await answer.json();
      if (reload) return location.reload(), null;
      this.say(error);
      return LATER.includes(answer.status) ? 1000 * Number(answer.headers.get("Retry-After")) || AGAIN_MS : null;
    } catch {
      if (!this.leaving.signal.aborted) this.say(words("failed")); // no connection, or a proxy that answers in HTML
      return AGAIN_MS;
    }
  }
}
