package io.factorscope.core.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import okhttp3.HttpUrl;

import java.util.Map;

/// How one service wants to be asked, and how it answers.
interface ChatFormat {
    /// Where questions go.
    HttpUrl url(ChatAddress address);

    /// The header that carries a key.
    Map.Entry<String, String> keyHeader(String key);

    /// The question as JSON.
    ObjectNode body(String model, ChatRequest request);

    /// The answer; its text is empty where the service answered without one (a filter, no room).
    ///
    /// **Errors**: an [IllegalArgumentException] when this is no answer of such a service.
    ChatAnswer answer(JsonNode json);

    /// The format of a service.
    static ChatFormat of(ChatService service) {
        return switch (service) {
            case OPENAI -> new OpenAiFormat(true);
            case COMPATIBLE -> new OpenAiFormat(false);
            case GEMINI -> new GeminiFormat();
        };
    }
}
