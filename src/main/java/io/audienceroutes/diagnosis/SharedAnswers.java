package io.audienceroutes.diagnosis;

import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokReply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes each query once per round of checks, because many destinations share few advertisers. Refusals and missing
 * responses are shared as well.
 */
public final class SharedAnswers implements TikTokQuestions {
    private final TikTokQuestions tiktok;
    private final Map<Object, Answer> answers = new ConcurrentHashMap<>();

    /** Passes on queries that were not made in this round yet. */
    public SharedAnswers(TikTokQuestions tiktok) {
        this.tiktok = tiktok;
    }

    /** Starts a new round: all queries are made again. */
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
