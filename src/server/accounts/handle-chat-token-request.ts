import { ChatTokenRequest } from "../../shared/people";
import { type GrantedChatToken, grantChatToken } from "./grant-chat-token";
import { answerMainApi, type MainApiAnswer, type MainApiRequest } from "./main-api-request";
import type { GrantServices } from "./refresh-profile";

/** `POST /api/auth/chat-token`, for the main API alone. Never throws; what goes wrong is in the answer. */
export function handleChatTokenRequest(services: GrantServices, request: MainApiRequest): Promise<MainApiAnswer<GrantedChatToken>> {
  return answerMainApi(services, request, {
    what: "a chat token",
    input: ChatTokenRequest,
    work: async (input) => (await grantChatToken(services, input)).answer,
  });
}
