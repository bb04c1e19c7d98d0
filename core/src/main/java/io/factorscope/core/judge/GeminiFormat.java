package io.factorscope.core.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.store.Json;

import okhttp3.HttpUrl;

import java.util.Map;

/// Google's Gemini, `generateContent`.
///
/// Where a model can answer without thinking first, it is told to: thoughts would use up the room
/// for the answer.
record GeminiFormat() implements ChatFormat {
    private static final String CAN_STOP_THINKING = "gemini-2\\.5-flash.*";

    @Override
    public HttpUrl url(ChatAddress address) {
        return address.base()
                .newBuilder()
                .addPathSegment("models")
                .addPathSegment(address.model() + ":generateContent")
                .build();
    }

    @Override
    public Map.Entry<String, String> keyHeader(String key) {
        return Map.entry("x-goog-api-key", key);
    }

    @Override
    public ObjectNode body(String model, ChatRequest request) {
        ObjectNode body = Json.mapper().createObjectNode();
        if (!request.system().isEmpty()) {
            ObjectNode system = body.putObject("systemInstruction");
            system.putArray("parts").addObject().put("text", request.system());
        }
        ObjectNode content = body.putArray("contents").addObject().put("role", "user");
        content.putArray("parts").addObject().put("text", request.user());
        ObjectNode how = body.putObject("generationConfig");
        how.put("temperature", request.temperature()).put("maxOutputTokens", request.maxTokens());
        if (model.matches(CAN_STOP_THINKING)) {
            how.putObject("thinkingConfig").put("thinkingBudget", 0);
        }
        return body;
    }

    @Override
    public ChatAnswer answer(JsonNode json) {
        boolean blocked = json.path("promptFeedback").has("blockReason");
        if (!json.path("candidates").isArray() && !blocked) {
            throw new IllegalArgumentException("no candidates");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : json.path("candidates").path(0).path("content").path("parts")) {
            if (!part.path("thought").asBoolean(false)) {
                text.append(part.path("text").asText(""));
            }
        }
        JsonNode usage = json.path("usageMetadata");
        return new ChatAnswer(
                text.toString(),
                usage.path("promptTokenCount").asLong(0),
                usage.path("candidatesTokenCount").asLong(0)
                        + usage.path("thoughtsTokenCount").asLong(0));
    }
}
