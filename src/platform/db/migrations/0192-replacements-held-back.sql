-- Why a replacement of access was not asked for when its turn came, and when that was: it is tried again later, and the others go first.
alter table access_relationship
  add column replacement_held_code text,
  add column replacement_held_because text,
  add column replacement_tried_at timestamptz;
