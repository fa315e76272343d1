-- In a transaction of its own: reading all messages of before locks nobody out.
ALTER TABLE "messages" VALIDATE CONSTRAINT "messages_conversation_id_sender_id_fkey";
