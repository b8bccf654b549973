// What the tests see of tables.js.
export function settingsTable(): string;
export function errorsTable(): string;
export function changesTable(): string;
