// A migration that has landed never changes: databases out there have run it. A new one adds its line here.
export const MIGRATION_HASHES: Readonly<Record<string, string>> = {
  'migrations/0001-initial.sql': 'b184bcbc28c8f3e87e807d6724a3d5f284232c96046e2bb6888578fdc348edb1',
};
