// In place of the site's own assets/python.js: the same page, with Pyodide as it comes on its thread.

import { start } from "/peers/pyodide.mjs";

let started;

export const sendForPython = () => (started ??= start());
export const pythonIsThere = sendForPython;
export const canRunPython = () => true;
export const isWorthSendingFor = () => true;
export const isComing = () => false;
export const isReplaced = async () => false;
export const giveUp = () => (started = undefined);

export async function ask({ name, language, answers }, tell) {
  tell("loading");
  const answer = await sendForPython();
  return JSON.parse(answer(name, language, answers));
}
