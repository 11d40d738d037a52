def files():
    return {}
