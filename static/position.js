// The driver's position: asked once, when the button is pressed. Without this file the button is not there.
"use strict";

for (const form of document.querySelectorAll("form[data-position]")) {
  if (!navigator.geolocation) continue;
  form.hidden = false;
  const said = form.querySelector("[role=status]");
  form.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        form.elements.accuracy.value = Math.round(coords.accuracy);
        form.submit();
      },
      () => { said.textContent = form.dataset.denied; },
      { timeout: 15000 },
    );
  });
}
