// A migration that has landed never changes: databases out there have run it. A new one adds its line here.
export const MIGRATION_HASHES: Readonly<Record<string, string>> = {
  'migrations/0001-initial.sql': '1eed55510d2c84f220cecec16e2e29edc07979b35865a2b4ee9e6a49c0a008cb',
  'migrations/0002-losses.sql': '27f72e54e4d335dc2ba348a0e1ab8fb15c96c5ce5978f7f318935fae9c85adf4',
  'migrations/0003-groups.sql': 'f2209e9201cd5c2bb67cfa534a8c539f97a8d1d91889038b261f3376e6247d51',
  'migrations/0004-leases.sql': '61d58a67919e12f2eabec01ac33e68dd3eb727b3204c614f5d38da877aba889a',
  'migrations/0005-compaction.sql': '7705b575686a41b58e7e9a662dddc810e586426fe77b5704d9c7028ca9635d08',
  'migrations/0006-attempts-topic.sql': 'a6f8494cb25cb7795c3bb26cc81d3fbc321721d1e500f7e884f982b02db81c09',
  'migrations/0007-replays.sql': 'd02c0009349bfed2e82605f2ba9a622bd9028bb0c5da30c026e6ebf231235adb',
  'migrations/0008-attempt-detail.sql': '1dc3c06967e37426dc36eed6e5b1fa9f23aa5622857802aebd3cd7653ae8231a',
  'migrations/0009-redriven.sql': '34d9e6740e9f9df775b48e03bc322f547b95bc1a3825eb41f62f769256e3088b',
  'migrations/0010-filtered.sql': 'bdb5ddda0eb3fb11707091900d95a739775fc2c97aad91d07d3c403dba676ce2',
};
