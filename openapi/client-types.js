// TypeScript types of a client, from the text of the contract.
import openapiTypescript, { astToString } from 'openapi-typescript';

/** @type {(contract: string) => Promise<string>} */
export async function clientTypes(contract) {
  return astToString(await openapiTypescript(JSON.parse(contract)));
}
