// Passing a link on: copied, or by what the device itself has for that.

export function sharing(say) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy), button.dataset.copied, say));
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = !navigator.share;
    button.addEventListener("click", () => pass(button.dataset));
  }
}

async function copy(field, copied, say) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say(copied);
  } catch {
    // Not allowed, or no HTTPS: it is selected, so that one's own key copies it.
  }
}

async function pass({ share, title }) {
  try {
    await navigator.share({ url: share, title });
  } catch {
    // They thought better of it.
  }
}
