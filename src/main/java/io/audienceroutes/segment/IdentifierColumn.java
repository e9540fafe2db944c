package io.audienceroutes.segment;

/**
 * A column of one segment file that holds identifiers.
 *
 * @param name as it was configured, or the usual name by which it was found
 * @param position in a row, from 0
 */
record IdentifierColumn(IdentifierType type, String name, int position) {}
