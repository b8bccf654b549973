// A migration that has landed never changes: databases out there have run it. A new one adds its line here.
export const MIGRATION_HASHES: Readonly<Record<string, string>> = {
  'migrations/0001-initial.sql': '1eed55510d2c84f220cecec16e2e29edc07979b35865a2b4ee9e6a49c0a008cb',
};
