// A tab of Locust can only show a table; this one leads to siaga's own page.
"use strict";

document.addEventListener("click", (event) => {
  const tab = event.target.closest('[role="tab"]');
  if (tab && tab.textContent.trim() === "siaga") {
    location.assign("siaga/");
  }
});
