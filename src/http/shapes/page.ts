// Lists: `{"items": [...], "next"?}`, asked for with `limit` and `after`.

import { LIST_DEFAULT_LIMIT, LIST_MAX_LIMIT } from '../../model/limits.js';
import { type TSchema, Type } from '../json-schema.js';

export const limitField = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: LIST_MAX_LIMIT,
    description: `Items at most; default ${LIST_DEFAULT_LIMIT}`,
    examples: [20],
  }),
);

export const pageOf = <T extends TSchema>(item: T, next: string, description: string) =>
  Type.Object(
    {
      items: Type.Array(item),
      next: Type.Optional(
        Type.String({ description: 'There are more: ask again with this as `after`', examples: [next] }),
      ),
    },
    { description },
  );
