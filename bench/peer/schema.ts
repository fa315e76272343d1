/** The peer's tables, as its design has them, with the indexes that its queries want. */
export const peerSchema = `
  create table users (id uuid primary key, name text not null);

  create table conversations (
    id uuid primary key default gen_random_uuid(),
    type varchar(20) not null check (type in ('direct', 'group', 'support')),
    name varchar(255),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );

  create table conversation_participants (
    conversation_id uuid not null references conversations (id) on delete cascade,
    user_id uuid not null,
    role varchar(20) not null check (role in ('member', 'trainer', 'staff', 'admin')),
    joined_at timestamptz not null default now(),
    last_read_at timestamptz not null default now(),
    primary key (conversation_id, user_id)
  );
  create index conversation_participants_user on conversation_participants (user_id);

  create table messages (
    id uuid primary key default gen_random_uuid(),
    conversation_id uuid not null references conversations (id) on delete cascade,
    sender_id uuid not null,
    content text not null,
    created_at timestamptz not null default now()
  );
  create index idx_messages_conversation_created on messages (conversation_id, created_at desc);
`;
