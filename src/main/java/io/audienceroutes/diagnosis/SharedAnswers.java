package io.audienceroutes.diagnosis;

import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokReply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks each question once in a round of checks: a thousand destinations of few advertisers ask the same. That TikTok refused
 * or did not answer is such an answer too.
 */
public final class SharedAnswers implements TikTokQuestions {
    private final TikTokQuestions tiktok;
    private final Map<Object, Answer> answers = new ConcurrentHashMap<>();

    /** Passes on what was not asked in this round yet. */
    public SharedAnswers(TikTokQuestions tiktok) {
        this.tiktok = tiktok;
    }

    /** From here on everything is asked anew. */
    public void beginRound() {
        answers.clear();
    }

    @Override
    public TikTokReply ask(String credential, TikTokCall call) {
        return answers.computeIfAbsent(List.of(credential, call), key -> answerOf(credential, call))
                .reply();
    }

    private Answer answerOf(String credential, TikTokCall call) {
        try {
            TikTokReply reply = tiktok.ask(credential, call);
            return () -> reply;
        } catch (RuntimeException refusal) {
            return () -> {
                throw refusal;
            };
        }
    }

    private interface Answer {
        TikTokReply reply();
    }
}
