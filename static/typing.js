// A page of the filing form keeps itself while somebody types (htmx sends it); this file says how it went.
// Without it, and without htmx, the buttons save.
"use strict";

for (const form of document.querySelectorAll("form[data-keeps-itself]")) {
  let unsaved = false;

  const say = (sentence) => {
    const line = document.getElementById("saved");
    if (!line) return;
    line.textContent = sentence;
    line.classList.add("sw-saved-not");
    const region = document.getElementById("announce");
    if (region) region.textContent = sentence;
  };

  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });

  // Two people in the same fields: the answer (409) is the line to show; nothing else of an error is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt !== form) return;
    if (event.detail.xhr.status === 409) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.elt !== form) return;
    if (event.detail.successful) unsaved = false;
    else if (event.detail.xhr.status === 401) say(form.dataset.signedOut);
    else if (event.detail.xhr.status && event.detail.xhr.status !== 409) say(form.dataset.notSaved);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (event.detail.requestConfig.elt === form) say(form.dataset.noConnection);
  });
  window.addEventListener("online", () => {
    if (unsaved) form.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Leaving with something that could not be saved is asked about once.
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && document.querySelector("#saved.sw-saved-not")) event.preventDefault();
  });
}
