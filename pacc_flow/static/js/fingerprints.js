/* A file to verify, <form data-fingerprints>, stays here: its SHA-256 is worked out in the browser and only that is asked
   about. Without this script, or where the browser cannot (it needs https), the form sends the file. */
"use strict";

(() => {
  const form = document.querySelector("form[data-fingerprints]");
  if (!form || !globalThis.crypto?.subtle) return;
  const unread = form.querySelector("[data-unread]");

  const fingerprint = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  form.querySelector("[data-sent]").hidden = true;
  form.querySelector("[data-stays]").hidden = false;
  form.addEventListener("submit", async (event) => {
    const [file] = form.querySelector("input[type=file]").files;
    if (!file?.size) return; // there is nothing to send, and the answer says so
    event.preventDefault();
    unread.hidden = true;
    try {
      location.assign(`${form.action}?huella=${await fingerprint(file)}`);
    } catch {
      unread.hidden = false;
    }
  });
})();
