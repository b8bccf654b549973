// Finds where HTTP/1.1 messages with a content-length end in a stream of chunks, at the lowest cost that is still
// right: the same few lines read responses in the generator and requests in the receiver.

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH_NAME = 'content-length:';

export type MessageScanner = {
  /** The chunk is used only during the call. */
  push(chunk: Uint8Array): void;
};

/** Bytes of the body; 0 where there is no length and `lengthRequired` is false. */
function bodyLength(head: string, lengthRequired: boolean): number {
  const lower = head.toLowerCase();
  const at = lower.indexOf(LENGTH_NAME);
  if (at === -1) {
    if (lengthRequired) throw new Error(`A message without content-length: ${head}`);
    return 0;
  }
  return Number.parseInt(head.slice(at + LENGTH_NAME.length), 10);
}

/**
 * `onHead`: the message's first line and headers as text; `onEnd`: its body is complete. `onBody`: pieces of bodies.
 */
export function makeMessageScanner(handlers: {
  readonly lengthRequired: boolean;
  readonly onHead: (head: string) => void;
  readonly onBody?: (piece: Buffer) => void;
  readonly onEnd: () => void;
}): MessageScanner {
  let pendingHead: Buffer = Buffer.alloc(0);
  let bodyLeft = -1;

  return {
    push: (chunk) => {
      let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      while (rest.length > 0) {
        if (bodyLeft < 0) {
          const joined = pendingHead.length === 0 ? rest : Buffer.concat([pendingHead, rest]);
          const end = joined.indexOf(HEAD_END);
          if (end === -1) {
            pendingHead = Buffer.from(joined);
            return;
          }
          const head = joined.toString('latin1', 0, end);
          pendingHead = Buffer.alloc(0);
          bodyLeft = bodyLength(head, handlers.lengthRequired);
          handlers.onHead(head);
          rest = joined.subarray(end + HEAD_END.length);
        }
        const piece = rest.length > bodyLeft ? rest.subarray(0, bodyLeft) : rest;
        if (piece.length > 0) handlers.onBody?.(piece);
        bodyLeft -= piece.length;
        rest = rest.subarray(piece.length);
        if (bodyLeft === 0) {
          bodyLeft = -1;
          handlers.onEnd();
        }
      }
    },
  };
}
