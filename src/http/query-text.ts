// The query as it stands in the URL: what is no percent-encoded UTF-8 is refused, where the parser would keep it as it is.
import { PosthornError } from '../errors/posthorn-error.js';

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Undefined where every field can be read. */
export function undecodableQuery(url: string): PosthornError | undefined {
  if (!url.includes('%')) return undefined;
  const start = url.indexOf('?');
  if (start < 0) return undefined;
  for (const field of url.slice(start + 1).split('&')) {
    if (decodes(field)) continue;
    const name = (field.split('=', 1)[0] ?? '').slice(0, 100);
    const detail = `The query field '${name}' is not percent-encoded UTF-8. Encode it: %25 for a percent sign, for example.`;
    return new PosthornError('INVALID_REQUEST', detail, {
      errors: [{ path: `/${name}`, message: 'is not percent-encoded UTF-8' }],
    });
  }
  return undefined;
}
