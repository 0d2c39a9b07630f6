export function switchOf(definition) {
    return definition;
}
