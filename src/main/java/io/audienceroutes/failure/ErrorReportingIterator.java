package io.audienceroutes.failure;

import java.util.Iterator;
import java.util.function.Supplier;

/**
 * An iterator for Camel's splitter that tells what it meets. The splitter asks it in a thread of its own, and an
 * {@link Error} there, such as a stack overflow or a class that cannot be loaded, would end that thread without a word
 * while the stage waits for ever. It becomes an exception, which fails the stage.
 */
public final class ErrorReportingIterator<T> implements Iterator<T> {
    private final Iterator<T> elements;

    public ErrorReportingIterator(Iterator<T> elements) {
        this.elements = elements;
    }

    @Override
    public boolean hasNext() {
        return told(elements::hasNext);
    }

    @Override
    public T next() {
        return told(elements::next);
    }

    private static <R> R told(Supplier<R> work) {
        try {
            return work.get();
        } catch (Error e) {
            throw new SplitterError(e);
        }
    }
}
