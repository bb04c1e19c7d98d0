package io.factorscope.core.judge;

/// One question to a chat model.
///
/// `maxTokens`: how long the answer may be; `attempt`: 0, or more where the same thing is asked
/// again, so that a kept answer to the first attempt is not taken for one to the next.
public record ChatRequest(
        String system, String user, double temperature, int maxTokens, int attempt) {
    /// A first attempt with the likeliest answer.
    public static ChatRequest of(String system, String user, int maxTokens) {
        return new ChatRequest(system, user, 0, maxTokens, 0);
    }

    /// The same at another temperature.
    public ChatRequest withTemperature(double other) {
        return new ChatRequest(system, user, other, maxTokens, attempt);
    }

    /// The same once more.
    public ChatRequest again() {
        return new ChatRequest(system, user, temperature, maxTokens, attempt + 1);
    }
}
