import { start } from "./pyodide.mjs";

show(python(await start()));
