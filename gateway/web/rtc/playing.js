/** Plays what comes from somebody: the voice apart from the picture. */

/**
 * Play a stream. A browser holds the sound of a video element back until its first picture; whoever speaks without
 * a camera would not be heard. So the voice has an element of its own, and the picture is muted.
 * @param {HTMLVideoElement} video @param {HTMLAudioElement} audio @param {MediaStream} stream
 * @returns {Promise<boolean>} false: the browser wants a click first
 */
export async function playApart(video, audio, stream) {
  video.muted = true;
  video.srcObject = new MediaStream(stream.getVideoTracks());
  audio.srcObject = new MediaStream(stream.getAudioTracks());
  void video.play().catch(() => {}); // another stream came meanwhile
  return heard(audio);
}

/** Play a voice; false: the browser wants a click first. @param {HTMLAudioElement} audio */
export async function heard(audio) {
  try {
    await audio.play();
    return true;
  } catch (error) {
    return /** @type {any} */ (error)?.name !== "NotAllowedError";
  }
}
