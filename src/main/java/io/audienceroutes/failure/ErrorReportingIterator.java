package io.audienceroutes.failure;

import java.util.Iterator;
import java.util.function.Supplier;

/**
 * An iterator for Camel's splitter that reports errors. The splitter calls it on a separate thread, and an
 * {@link Error} there, such as a stack overflow or a class that cannot be loaded, would silently end that thread while
 * the stage waits forever. It is turned into an exception, which fails the stage.
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
