package io.factorscope.core.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.store.Json;

import okhttp3.HttpUrl;

import java.util.Map;

/// OpenAI's chat completions, and servers that have their interface.
///
/// OpenAI itself wants `max_completion_tokens`, and no temperature for its reasoning models; other
/// servers know only `max_tokens`.
record OpenAiFormat(boolean original) implements ChatFormat {
    private static final String REASONING = "(o\\d|gpt-5).*";

    @Override
    public HttpUrl url(ChatAddress address) {
        return address.base().newBuilder().addPathSegments("chat/completions").build();
    }

    @Override
    public Map.Entry<String, String> keyHeader(String key) {
        return Map.entry("Authorization", "Bearer " + key);
    }

    @Override
    public ObjectNode body(String model, ChatRequest request) {
        ObjectNode body = Json.mapper().createObjectNode().put("model", model);
        ArrayNode messages = body.putArray("messages");
        if (!request.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", request.system());
        }
        messages.addObject().put("role", "user").put("content", request.user());
        if (!original || !model.matches(REASONING)) {
            body.put("temperature", request.temperature());
        }
        return body.put(original ? "max_completion_tokens" : "max_tokens", request.maxTokens());
    }

    @Override
    public ChatAnswer answer(JsonNode json) {
        JsonNode message = json.path("choices").path(0).path("message");
        if (!message.isObject()) {
            throw new IllegalArgumentException("no choices[0].message");
        }
        JsonNode usage = json.path("usage");
        return new ChatAnswer(
                message.path("content").asText(""),
                usage.path("prompt_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0));
    }
}
