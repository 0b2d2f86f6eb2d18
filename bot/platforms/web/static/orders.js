// Looks again while a payment is awaited: what has changed is shown, and said to who does not see it.

const EVERY_MS = 4000;
const TIMES = 150; // ten minutes; by then a reload is the person's own idea

const place = document.getElementById("orders");
const news = document.getElementById("news");

async function fresh() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("orders");
}

function states(orders) {
  return [...orders.querySelectorAll(".state")].map((state) => state.textContent);
}

function show(orders) {
  const before = states(place);
  place.replaceChildren(...orders.childNodes);
  place.toggleAttribute("data-awaited", orders.hasAttribute("data-awaited"));
  news.textContent = states(place).find((state) => !before.includes(state)) ?? "";
}

async function look(left) {
  try {
    const orders = await fresh();
    // Whoever stands on a button must not lose it because nothing happened.
    if (orders.innerHTML !== place.innerHTML) show(orders);
  } catch {
    // No connection for a moment: the next look tells.
  }
  if (left > 1 && place.hasAttribute("data-awaited")) setTimeout(look, EVERY_MS, left - 1);
}

setTimeout(look, EVERY_MS, TIMES);
