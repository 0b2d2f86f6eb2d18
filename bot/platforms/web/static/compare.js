// The slider between a photo and its painting; `turnTo` puts another painting there.

import { element, fit, pictureUrl } from "./element.js";
import { calm, words } from "./start.js";

const REST = 18; // per cent of the photo that stay visible: enough to find the handle

export function compare(before, after, { reveal }) {
  const input = element("input", { type: "range", min: 0, max: 100, step: 1, "aria-label": words("compare") });
  const photo = element("img", { class: "photo", src: pictureUrl(before.key), alt: words("before") });
  const painting = element("img", { src: pictureUrl(after.key), alt: words("after") });
  const handle = element("i");
  const box = element(
    "div",
    { class: "compare" },
    painting,
    photo,
    input,
    handle,
    element("b", { class: "was" }, words("before")),
    element("b", { class: "is" }, words("after")),
  );

  fit(box, painting);

  function show(at) {
    box.style.setProperty("--at", `${at}%`);
    box.classList.toggle("low", at < 30);
    box.classList.toggle("high", at > 70);
    input.setAttribute("aria-valuetext", `${Math.round(at)} %`);
  }

  let moved = false; // by the person: then it stays where they put it
  input.addEventListener("input", () => {
    moved = true;
    box.classList.remove("revealing");
    show(Number(input.value));
  });
  const settle = () => {
    if (moved) return;
    input.value = REST;
    show(REST);
  };
  if (reveal && !calm.matches) {
    show(100);
    Promise.allSettled([photo.decode(), painting.decode()]).then(() => {
      box.classList.add("revealing");
      requestAnimationFrame(() => requestAnimationFrame(settle));
    });
  } else settle();

  // Another painting of the same photo, under the slider where it stands.
  let newest = after.key;
  async function turnTo(next) {
    newest = next.key;
    const above = element("img", { src: pictureUrl(next.key), alt: "" });
    await above.decode().catch(() => {});
    if (newest === next.key) painting.src = pictureUrl(next.key);
  }
  return { box, turnTo };
}
