// GET /docs/errors: every error code, explained; a problem's `type` points into it.

import { ERRORS } from '../../errors/registry.js';
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';

function page(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, retriable, title }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${retriable ? 'yes' : 'no'}</td><td>${title}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Posthorn: error codes</title></head><body>',
    '<h1>Error codes</h1><p>An answer’s <code>detail</code> says what to do next. “Retriable” means that the same',
    ' request may succeed later, unchanged.</p><table><thead><tr><th>code</th><th>status</th><th>retriable</th>',
    `<th>meaning</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></body></html>`,
  ].join('\n');
}

export const errorCodesRoute = (): Route => {
  const html = page();
  return {
    method: 'GET',
    url: '/docs/errors',
    scope: 'public',
    schema: {
      operationId: 'getErrorCodes',
      summary: 'All error codes, to read',
      tags: ['operations'],
      response: {
        200: Type.Unsafe({
          description: 'A table of code, status and meaning',
          content: {
            'text/html': { schema: Type.String({ examples: ['<!doctype html><title>Error codes</title>'] }) },
          },
        }),
        ...problems(),
      },
    },
    handler: (_request, reply) => reply.type('text/html; charset=utf-8').send(html),
  };
};
