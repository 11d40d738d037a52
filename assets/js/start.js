// First on the page, before anything is shown: tell the styles and the components that scripts run here.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
