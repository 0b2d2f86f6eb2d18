// The next page comes by itself when the end of the works is near; after some pages it waits for a press, so that what
// lies below can be reached. The address is that of the page whose works are in sight.

import { element } from "./element.js";

const BY_ITSELF = 3; // pages in a row
const NEAR = "800px"; // before the end is in sight

export function scroll(works, say) {
  const turn = document.getElementById("turn");
  if (!works || !turn) return;
  let left = BY_ITSELF;
  const pages = [[works.firstElementChild, location.pathname + location.search]];
  const older = () => turn.querySelector("[rel=next]");

  async function more(byHand) {
    const link = older();
    if (!link || works.getAttribute("aria-busy") === "true") return;
    works.setAttribute("aria-busy", "true");
    if (byHand) say(works.dataset.loading);
    try {
      const page = await fetched(link.href);
      const added = append(works, page);
      if (added.length) pages.push([added[0], address(link.href)]);
      turnTo(link, page);
      if (byHand) added[0]?.querySelector("a")?.focus({ preventScroll: true });
      if (!older()) say(works.dataset.end);
    } catch {
      left = 0; // no connection for a moment: whoever presses the link goes to its page
      if (byHand) location.assign(link.href);
    } finally {
      works.setAttribute("aria-busy", "false");
    }
    watch(); // the end has moved: look anew whether it is near
  }

  function turnTo(link, page) {
    const next = page.querySelector("#turn [rel=next]");
    if (next) link.href = next.getAttribute("href");
    else link.replaceWith(element("p", { class: "soft" }, works.dataset.end));
  }

  const end = new IntersectionObserver(
    ([seen]) => {
      if (seen.isIntersecting && left > 0) (left -= 1), more(false);
    },
    { rootMargin: `0px 0px ${NEAR} 0px` },
  );
  const watch = () => (end.disconnect(), end.observe(turn));
  watch();

  turn.addEventListener("click", (event) => {
    const link = event.target.closest("[rel=next]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (pages.length > 1 || left < BY_ITSELF) {
      event.preventDefault();
      left = BY_ITSELF;
      more(true);
    }
  });
  addEventListener("scroll", () => requestAnimationFrame(() => stand(pages)), { passive: true });
}

async function fetched(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Works that moved here from a page that was shown already are not shown twice.
function append(works, page) {
  const added = [...page.querySelectorAll("#works > .work")].filter((work) => !document.getElementById(work.id));
  works.append(...added);
  return added;
}

function address(href) {
  const { pathname, search } = new URL(href);
  return pathname + search;
}

function stand(pages) {
  const middle = innerHeight / 2;
  const passed = pages.filter(([first]) => first.getBoundingClientRect().top < middle);
  const [, here] = passed.at(-1) ?? pages[0];
  if (here !== location.pathname + location.search) history.replaceState(history.state, "", here);
}
