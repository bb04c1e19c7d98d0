package io.factorscope.core.judge;

/// Kinds of chat services, each with the name of its key and, where it has one, its own address.
public enum ChatService {
    /// OpenAI's chat completions.
    OPENAI("openai", "OPENAI_API_KEY", "https://api.openai.com/v1"),
    /// Google's Gemini, `generateContent`.
    GEMINI("gemini", "GOOGLE_API_KEY", "https://generativelanguage.googleapis.com/v1beta"),
    /// Any server with OpenAI's interface, such as llama.cpp, Ollama or vLLM. Its key is one of its
    /// own: OpenAI's never goes there.
    COMPATIBLE("compatible", "FACTORSCOPE_API_KEY", "");

    private final String prefix;
    private final String keyName;
    private final String base;

    ChatService(String prefix, String keyName, String base) {
        this.prefix = prefix;
        this.keyName = keyName;
        this.base = base;
    }

    /// What stands before the colon in `openai:gpt-4o-mini`.
    public String prefix() {
        return prefix;
    }

    /// The name of the key in the environment or in `.env`.
    public String keyName() {
        return keyName;
    }

    /// Its own address; empty where the user names one.
    String base() {
        return base;
    }
}
