// What the tests see of client-types.js.
export function clientTypes(contract: string): Promise<string>;
