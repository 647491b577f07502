// The parts of a page that move. Each module listens on the document, so that what htmx brings later works as well;
// what must be prepared element by element is done by its `init(root)`, for the page and for every swapped-in part.
import "./theme.js";
import "./palette.js";
import "./tabs.js";
import "./combobox.js";
import "./echo.js";
import "./keys.js";
import "./lists.js";
import "./rows.js";
import "./once.js";
import "./glue.js";
import "./drawer.js";
import "./controls.js";
import "./entrance.js";
import "./passkey.js";
import "./upload.js";
import * as date from "./date.js";
import * as dialog from "./dialog.js";
import * as focus from "./focus.js";
import * as menu from "./menu.js";
import * as masked from "./masked.js";
import * as record from "./record.js";
import * as sections from "./sections.js";
import * as toast from "./toast.js";
import * as tray from "./tray.js";
import * as unsaved from "./unsaved.js";
import * as viewer from "./viewer.js";

const parts = [date, dialog, masked, menu, record, sections, toast, tray, unsaved, viewer, focus];

function init(root) {
  for (const part of parts) part.init(root);
}

init(document);
document.addEventListener("htmx:load", (event) => init(event.detail.elt));
