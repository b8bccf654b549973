// A migration that has landed never changes: databases out there have run it. A new one adds its line here.
export const MIGRATION_HASHES: Readonly<Record<string, string>> = {
  'migrations/0001-initial.sql': '1eed55510d2c84f220cecec16e2e29edc07979b35865a2b4ee9e6a49c0a008cb',
  'migrations/0002-losses.sql': '27f72e54e4d335dc2ba348a0e1ab8fb15c96c5ce5978f7f318935fae9c85adf4',
  'migrations/0003-groups.sql': 'f2209e9201cd5c2bb67cfa534a8c539f97a8d1d91889038b261f3376e6247d51',
};
