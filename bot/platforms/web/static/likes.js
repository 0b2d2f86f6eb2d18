// Likes without leaving the page: the form says what shall be, the answer what is.

import { element } from "./element.js";

export function likes(say) {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.like");
    if (!form) return;
    event.preventDefault();
    if (!form.hasAttribute("aria-busy")) like(form, say);
  });
}

async function like(form, say) {
  form.setAttribute("aria-busy", "true");
  form.parentElement.querySelector(":scope > .trouble")?.remove();
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
    const told = await answer.json();
    if (answer.ok) show(form, told, say);
    else complain(form, told.error);
  } catch {
    complain(form, form.dataset.failed); // no connection: the button is as it was
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function show(form, { liked, likes: count, said }, say) {
  const button = form.querySelector("button");
  button.setAttribute("aria-pressed", String(liked));
  button.querySelector(".count").textContent = count;
  form.elements.wanted.value = liked ? "no" : "yes";
  say(said);
}

function complain(form, words) {
  form.after(element("p", { class: "trouble", role: "alert" }, words));
}
