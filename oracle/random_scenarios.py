def write(place, seed): raise NotImplementedError
