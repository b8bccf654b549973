// URLs in the body of a subscription: what may stand there, said in the words of the one who has to mend it.

/** What is wrong with it, or undefined. */
export function wrongHttpUrl(url: unknown, example: string, maxChars: number): string | undefined {
  if (typeof url !== 'string') return `must be a URL such as "${example}"`;
  if (url.length > maxChars) return `must have at most ${maxChars} characters`;
  if (!URL.canParse(url)) return `is no URL: write it in full, such as "${example}"`;
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return 'must begin with http:// or https://';
  if (parsed.username !== '' || parsed.password !== '') {
    return 'must not carry a user or password: put them into endpoint.auth';
  }
  if (parsed.port === '0') return 'must not have port 0: nothing listens there';
  if (/^\.|\.\./.test(parsed.hostname)) return 'has a host name with an empty part between its dots';
  return url.includes('#') ? 'must not have a fragment (#...)' : undefined;
}
