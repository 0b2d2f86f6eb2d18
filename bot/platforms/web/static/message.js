// Draws what one of our messages says, and changes it in place when it is edited.

import { compare } from "./compare.js";
import { drawing, element, fit, pictureUrl, saveUrl } from "./element.js";
import { words } from "./start.js";
import { enlarge } from "./viewer.js";

const PARTS = ["visual", "text", "progress", "gallery", "video", "file", "canvas", "buttons", "pad"];
const PRESSED = new Set(["gallery", "buttons"]);
const HASTY_MS = 350; // fingers have no double click: a tap so soon after a change is one

const COMMAND = /(?<![^\s(,;—–])(\/[a-z]{2,32})(?![\w/])/;

// `act(data, button)` is called when something is pressed, `command(name)` for a command in the text, `mark(canvas,
// button)` when the person wants to mark a part of a photo, `draw(pad)` when they want to draw.
export class Message {
  constructor(act, command, { mark, draw: drawFreely }) {
    Object.assign(this, { act, command, mark, drawFreely });
    this.slots = {};
    this.shown = {};
    this.node = element("li", { class: "line mazok" }, element("span", { class: "unseen" }, `${words("mazok")}: `));
  }

  draw(body, { first }) {
    const fading = body.picture && !body.before;
    const next = {
      visual: body.before ? { before: body.before, picture: body.picture } : body.picture,
      text: body.text,
      progress: body.fraction,
      gallery: body.gallery,
      video: body.video,
      file: body.file,
      canvas: body.canvas,
      pad: body.pad,
      buttons: body.buttons,
    };
    // Progress changes every moment: a screen reader hears of it from the announcer.
    this.node.setAttribute("aria-live", body.fraction === undefined ? "polite" : "off");
    for (const part of PARTS) {
      if (JSON.stringify(next[part]) === JSON.stringify(this.shown[part])) continue;
      if (part === "visual" && fading && this.crossfade) this.crossfade(body.picture);
      else if (part === "visual" && this.turnTo && body.before?.key === this.shown.visual.before.key) this.turnTo(body.picture);
      else if (part === "progress" && next.progress !== undefined && this.slots.progress) this.advance(next.progress);
      else this.replace(part, next[part] === undefined ? null : this[part](next[part], first));
    }
    this.shown = next;
  }

  // Parts stand in the order of PARTS, whichever of them came first.
  replace(part, made) {
    const old = this.slots[part];
    if (part === "visual" && !(made && made.matches(".picture"))) this.crossfade = null;
    if (part === "visual" && !(made && made.matches(".compare"))) this.turnTo = null;
    if (made && old) {
      old.replaceWith(made);
      this.hold(old, made);
    } else if (made) {
      const later = PARTS.slice(PARTS.indexOf(part) + 1).map((name) => this.slots[name]);
      this.node.insertBefore(made, later.find(Boolean) ?? null);
    } else old?.remove();
    this.slots[part] = made;
    if (PRESSED.has(part)) this.changed = performance.now();
  }

  // Whoever pressed plus by the keyboard is on the plus that took its place, and can press it again.
  hold(old, made) {
    const place = [...old.querySelectorAll(".chip")].indexOf(this.pressed);
    const next = made.querySelectorAll(".chip")[place];
    if (next?.textContent === this.pressed?.textContent && document.activeElement === document.body) next?.focus({ preventScroll: true });
  }

  // The second click of a double one was meant for what stood here before: nobody stops by it what the first has ordered.
  press(data, { detail, pointerType, currentTarget: button }) {
    const second = detail > 1 || (pointerType === "touch" && performance.now() - this.changed < HASTY_MS);
    if (second && this.pressed?.textContent !== button.textContent) return;
    this.act(data, (this.pressed = button));
  }

  // Commands in the text can be pressed.
  text(text) {
    const parts = text.split(COMMAND).map((part, place) =>
      place % 2 ? element("button", { type: "button", onclick: () => this.command(part.slice(1)) }, part) : part,
    );
    return element("p", { class: "text" }, ...parts);
  }

  visual(shown, first) {
    if (!shown.before) return this.picture(shown);
    let current = shown.picture;
    const open = () => enlarge(pictureUrl(current.key), current.name);
    const { box, turnTo } = compare(shown.before, current, { reveal: !first });
    this.turnTo = (next) => turnTo((current = next));
    box.append(element("button", { class: "over", type: "button", "aria-label": words("enlarge"), onclick: open }, drawing("enlarge")));
    return box;
  }

  picture(picture) {
    const image = element("img", { src: pictureUrl(picture.key), alt: words("picture") });
    let current = picture;
    const open = () => enlarge(pictureUrl(current.key), current.name);
    const button = element("button", { type: "button", "aria-label": words("enlarge"), onclick: open }, image);
    const box = element("div", { class: "picture" }, button);
    fit(box, image);
    this.crossfade = async (next) => {
      current = next;
      const above = element("img", { class: "above", src: pictureUrl(next.key), alt: "" });
      await above.decode().catch(() => {});
      if (current !== next || !box.isConnected) return; // a newer one is on its way
      fit(box, above);
      button.append(above);
      above.getBoundingClientRect(); // so that the change below is seen as one
      above.classList.add("shown");
      setTimeout(() => {
        image.src = above.getAttribute("src");
        image.decode().catch(() => {}).then(() => above.remove());
      }, 750);
    };
    return box;
  }

  progress(fraction) {
    this.bar = element("i");
    this.percent = element("output", { "aria-hidden": "true" });
    const track = element("div", { class: "track stroke" }, this.bar);
    const made = element(
      "div",
      { class: "progress", role: "progressbar", "aria-label": words("progress"), "aria-valuemin": 0, "aria-valuemax": 100 },
      track,
      this.percent,
    );
    this.advance(fraction, made);
    return made;
  }

  advance(fraction, progress = this.slots.progress) {
    const percent = Math.round(fraction * 100);
    this.bar.style.setProperty("--done", fraction);
    this.percent.textContent = `${percent} %`;
    progress.setAttribute("aria-valuenow", percent);
  }

  gallery(tiles) {
    const made = tiles.map(({ title, picture, data }) =>
      element(
        "button",
        { class: "tile", type: "button", onclick: (event) => this.press(data, event) },
        element("img", { src: pictureUrl(picture), alt: "", loading: "lazy", decoding: "async" }),
        element("span", {}, title),
      ),
    );
    return element("div", { class: "gallery" }, ...made);
  }

  // Its first frame is shown before it is played.
  video(video) {
    const film = element("video", { src: pictureUrl(video.key), controls: true, playsinline: true, loop: true, preload: "metadata" });
    return element("div", { class: "video" }, film, element("a", { class: "chip", href: saveUrl(video.key, video.name), download: video.name }, drawing("save"), words("download")));
  }

  file(file) {
    return element(
      "div",
      { class: "file" },
      file.type.startsWith("image/") ? element("img", { src: pictureUrl(file.key), alt: "", loading: "lazy" }) : null,
      element("span", {}, file.name),
      element("a", { class: "chip", href: saveUrl(file.key, file.name), download: file.name }, drawing("save"), words("download")),
    );
  }

  canvas(canvas) {
    const open = (event) => this.mark(canvas, event.currentTarget);
    return element("div", { class: "chips" }, element("button", { class: canvas.mask ? "chip" : "chip primary", type: "button", onclick: open }, canvas.title));
  }

  pad(pad) {
    const open = () => this.drawFreely(pad);
    return element("div", { class: "chips" }, element("button", { class: `chip ${pad.style}`, type: "button", onclick: open }, drawing("pen"), pad.title));
  }

  buttons(rows) {
    const chip = ({ text, data, style, url }) =>
      url
        ? element("a", { class: `chip ${style}`, href: url, target: "_blank", rel: "noopener" }, text)
        : element("button", { class: `chip ${style}`, type: "button", onclick: (event) => this.press(data, event) }, text);
    return element("div", { class: "rows" }, ...rows.map((row) => element("div", { class: "chips" }, ...row.map(chip))));
  }
}
