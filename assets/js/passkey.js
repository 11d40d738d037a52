// Passkeys (WebAuthn): ask the browser, put the answer as JSON into a hidden field, and send the form where it says so.
// Each place is an element with data-passkey (id of the field), data-from (id of JSON) or data-question (address), and
// data-what="create" for a new one. The buttons are hidden without this script, and codes work without it.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const named = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

/** Turn the question of the server into what the browser asks. */
function asked({ publicKey }) {
  const question = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) question.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.allowCredentials) question.allowCredentials = named(publicKey.allowCredentials);
  if (publicKey.excludeCredentials) question.excludeCredentials = named(publicKey.excludeCredentials);
  return question;
}

/** Turn the browser's answer into JSON for the server. */
function answered(found) {
  const response = { clientDataJSON: text(found.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (found.response[part]) response[part] = text(found.response[part]);
  }
  if (found.response.getTransports) response.transports = found.response.getTransports();
  return JSON.stringify({
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    authenticatorAttachment: found.authenticatorAttachment,
    clientExtensionResults: found.getClientExtensionResults(),
    response,
  });
}

async function question(place) {
  if (place.dataset.from) return JSON.parse(document.getElementById(place.dataset.from).textContent);
  const answer = await fetch(place.dataset.question, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`question: ${answer.status}`);
  return (await answer.json()).request_options;
}

async function ask(place) {
  const field = document.getElementById(place.dataset.passkey);
  const publicKey = asked(await question(place));
  if (place.dataset.what === "create") {
    if (field.form.elements.namedItem("passwordless")?.checked) {
      publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
    }
    field.value = answered(await navigator.credentials.create({ publicKey }));
  } else {
    field.value = answered(await navigator.credentials.get({ publicKey }));
  }
  if ("send" in place.dataset) field.form.requestSubmit();
  else place.querySelector("[data-passkey-done]")?.removeAttribute("hidden");
}

/** Show the buttons of passkeys and let them ask. */
export function offer(root) {
  if (!window.PublicKeyCredential) return;
  for (const place of root.querySelectorAll("[data-passkey]:not([data-offered])")) {
    place.dataset.offered = "true";
    const button = place.querySelector("[data-passkey-button]");
    const failed = place.querySelector("[data-passkey-failed]");
    place.querySelector("[data-passkey-offer]").hidden = false;
    button.addEventListener("click", async () => {
      failed.hidden = true;
      button.disabled = true;
      try {
        await ask(place);
      } catch {
        failed.hidden = false;
      }
      button.disabled = false;
    });
  }
}
